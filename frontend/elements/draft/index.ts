import { make, store } from '../../lib/dom'

type Saved = Record<string, string[]>
const SKIPPED = new Set(['csrfmiddlewaretoken', 'altcha', 'once'])

/**
 * <k-draft data-key="add" data-kept="…" data-forget="…"> around a form: what is typed stays on this device until the
 * form has been sent. Files, hidden fields and passwords are never kept. Add data-clear on the thank-you page's
 * <k-draft> to throw the draft away.
 */
class Draft extends HTMLElement {
  private get key(): string {
    return `kracht-draft-${this.dataset.key ?? location.pathname}`
  }

  connectedCallback(): void {
    if (this.dataset.clear !== undefined) store.set(this.key, null)
    const form = this.querySelector('form')
    if (!form || this.dataset.clear !== undefined) return
    if (!form.querySelector('[aria-invalid="true"], .error-summary')) this.restore(form)
    form.addEventListener('input', () => this.keep(form))
    form.addEventListener('change', () => this.keep(form))
  }

  private fields(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
    return [...form.elements].filter(
      (field): field is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
        (field instanceof HTMLInputElement ||
          field instanceof HTMLTextAreaElement ||
          field instanceof HTMLSelectElement) &&
        field.name !== '' &&
        !SKIPPED.has(field.name) &&
        !['file', 'password', 'hidden', 'submit'].includes(field.type),
    )
  }

  private keep(form: HTMLFormElement): void {
    const saved: Saved = {}
    for (const field of this.fields(form)) {
      const chosen = field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
      if (chosen ? (field as HTMLInputElement).checked : field.value !== '') {
        saved[field.name] = [...(saved[field.name] ?? []), field.value]
      }
    }
    store.set(this.key, JSON.stringify(saved))
  }

  private restore(form: HTMLFormElement): void {
    const text = store.get(this.key)
    if (!text) return
    const saved = read(text)
    let used = false
    for (const field of this.fields(form)) {
      const values = saved[field.name]
      if (!values) continue
      if (field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)) {
        field.checked = values.includes(field.value)
        used = true
      } else if (field.value === '' && values[0]) {
        field.value = values[0]
        used = true
      }
    }
    if (used) this.tell(form)
  }

  private tell(form: HTMLFormElement): void {
    const forget = make('button', {
      type: 'button',
      class: 'utrecht-button utrecht-button--subtle button-small',
    })
    forget.textContent = this.dataset.forget ?? ''
    const note = make(
      'div',
      { class: 'box box-wash row spread', role: 'status' },
      this.dataset.kept ?? '',
      forget,
    )
    forget.addEventListener('click', () => {
      store.set(this.key, null)
      form.reset()
      note.remove()
      form.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus()
    })
    this.prepend(note)
  }
}

/** What was kept, or nothing when it cannot be read. */
function read(text: string): Saved {
  try {
    return JSON.parse(text) as Saved
  } catch {
    return {}
  }
}
customElements.define('k-draft', Draft)
