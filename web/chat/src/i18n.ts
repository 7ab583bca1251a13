// Words of the page in the user's language. The English words are the keys.

import { zh } from './zh.ts';

export type Language = 'en' | 'zh';

const KEY = 'gostacker.language';

let language: Language = chosen() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
document.documentElement.lang = language;

function chosen(): Language | null {
  const kept = localStorage.getItem(KEY);
  return kept === 'en' || kept === 'zh' ? kept : null;
}

export function currentLanguage(): Language {
  return language;
}

export function speak(next: Language): void {
  language = next;
  document.documentElement.lang = next;
  localStorage.setItem(KEY, next);
}

/** The words in the user's language, `{name}` being replaced by `values.name`. */
export function t(words: string, values: Record<string, string | number> = {}): string {
  const text = language === 'zh' ? (zh[words] ?? words) : words;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}
