// Light or dark: as the system has it, or as the user chose.

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'gostacker.theme';

export function currentTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function paint(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  apply();
}

function apply(): void {
  document.documentElement.dataset.theme = currentTheme();
}

apply();
