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

/** One that does things which may fail. */
export class AttemptingElement extends StoreElement {
  /** What went wrong last, in words. */
  protected problem = '';
  protected busy = false;

  /** Does it, and says in words why it could not. */
  protected async attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.problem = '';
    this.busy = true;
    this.requestUpdate();
    try {
      await action();
      return true;
    } catch (error) {
      this.problem = (error as Error).message;
      return false;
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }
}
