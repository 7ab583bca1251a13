import { html, LitElement, type TemplateResult } from 'lit';
import { AttemptingElement } from '../element.ts';
import { t } from '../i18n.ts';
import type { Store } from '../store.ts';

/** A modal dialog, there until it is closed. */
export abstract class ChatDialog extends AttemptingElement {
  protected abstract heading(): string;
  protected abstract body(): TemplateResult;

  /** Buttons beside the one that closes. */
  protected actions(): TemplateResult | null {
    return null;
  }

  show(store: Store): void {
    this.store = store;
    document.body.append(this);
  }

  close(): void {
    this.querySelector('dialog')?.close();
  }

  protected override async firstUpdated(): Promise<void> {
    this.querySelector('dialog')?.showModal();
    for (const part of this.querySelectorAll('*')) {
      if (part instanceof LitElement) {
        await part.updateComplete; // the field to begin with may stand in it
      }
    }
    this.querySelector<HTMLElement>('[data-first]')?.focus();
  }

  protected override render() {
    return html`<dialog class="card" aria-labelledby="dialog-title" @close=${() => this.remove()}>
      <h2 id="dialog-title">${this.heading()}</h2>
      ${this.body()}
      <p class="error" role="alert" data-testid="dialog-error">${this.problem}</p>
      <div class="buttons">
        ${this.actions()}
        <button type="button" data-testid="close-dialog" @click=${() => this.close()}>${t('Close')}</button>
      </div>
    </dialog>`;
  }
}
