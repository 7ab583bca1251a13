import { LitElement } from 'lit';
import type { Store } from './store.ts';

/** Draws itself into the page, without a shadow, and anew whenever the store changes. */
export class StoreElement extends LitElement {
  static override properties = { store: { attribute: false } };
  declare store: Store;

  #leave: (() => void) | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#leave = this.store.listen(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave?.();
  }
}
