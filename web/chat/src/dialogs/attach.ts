// An image or a file, which lies somewhere on the web already.

import type { Content } from '@gostacker/client';
import { html, type TemplateResult } from 'lit';
import { t } from '../i18n.ts';
import { webAddress } from '../links.ts';
import type { Store } from '../store.ts';
import { ChatDialog } from './dialog.ts';

const LOOK_MS = 10_000;

class AttachDialog extends ChatDialog {
  conversationId = '';

  protected override heading(): string {
    return t('Send an image or a file');
  }

  protected override body(): TemplateResult {
    return html`<p class="quiet small">${t('It is not uploaded: the others load it from its address.')}</p>
      <label>
        ${t('Web address')}
        <input id="attach-url" data-testid="attach-url" data-first type="url" inputmode="url" />
      </label>`;
  }

  protected override actions(): TemplateResult {
    return html`<button
        type="button"
        class="primary"
        data-testid="attach-image"
        ?disabled=${this.busy}
        @click=${() => this.#send(asImage)}
      >
        ${t('Send image')}
      </button>
      <button type="button" data-testid="attach-file" ?disabled=${this.busy} @click=${() => this.#send(asFile)}>
        ${t('Send file')}
      </button>`;
  }

  async #send(content: (url: string) => Promise<Content>): Promise<void> {
    await this.attempt(async () => {
      const url = webAddress(
        this.querySelector<HTMLInputElement>('#attach-url')?.value.trim() ?? '',
      );
      if (!url) {
        throw new Error(t('This is no address of the web.'));
      }
      this.store.send(this.conversationId, await content(url));
      this.close();
    });
  }
}

async function asImage(url: string): Promise<Content> {
  const image = new Image();
  image.referrerPolicy = 'no-referrer';
  const loaded = new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error(t('There is no image at this address.')));
    setTimeout(() => reject(new Error(t('The image does not load.'))), LOOK_MS);
  });
  image.src = url;
  await loaded;
  // A drawing without a size of its own gets one.
  return {
    type: 'image',
    url,
    width: image.naturalWidth || 300,
    height: image.naturalHeight || 300,
  };
}

/** How large it is the page cannot find out, since it lies elsewhere. */
async function asFile(url: string): Promise<Content> {
  const { pathname, hostname } = new URL(url);
  const name = decodeURIComponent(pathname.split('/').filter(Boolean).at(-1) ?? hostname);
  return { type: 'file', url, name, size: 0 };
}

customElements.define('attach-dialog', AttachDialog);

export function showAttach(store: Store, conversationId: string): void {
  const dialog = new AttachDialog();
  dialog.conversationId = conversationId;
  dialog.show(store);
}
