import { icon, make, rested } from '../../lib/dom'

/** One suggestion as the server gives it. */
interface Suggestion {
  text: string
  url?: string
  kind?: string
  icon?: string
}

/**
 * <k-suggest data-url="/nl/suggest/?q=" data-found="{} suggestions"> around one <input>.
 * A combobox with a list box (ARIA 1.2): arrows walk, Enter takes, Escape closes. A suggestion with a url goes there;
 * one without fills the field and sends the form, or with data-fill only fills the field. Without JavaScript the field is a plain search field.
 * Fires `k-suggest:take` with the suggestion, which a page may cancel.
 */
class Suggest extends HTMLElement {
  private input: HTMLInputElement | null = null
  private box = make('ul', { class: 'suggestions', role: 'listbox' })
  private items: Suggestion[] = []
  private active = -1
  private asked = 0

  connectedCallback(): void {
    this.input = this.querySelector('input')
    if (!this.input) return
    const id = `${this.input.id || 'q'}-suggestions`
    this.box.id = id
    this.box.hidden = true
    this.box.setAttribute(
      'aria-label',
      this.dataset.label ?? this.input.labels?.[0]?.textContent?.trim() ?? '',
    )
    this.append(this.box)
    for (const [name, value] of Object.entries({
      role: 'combobox',
      autocomplete: 'off',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': id,
    }))
      this.input.setAttribute(name, value)
    this.input.addEventListener(
      'input',
      rested(() => void this.ask(), 160),
    )
    this.input.addEventListener('keydown', (event) => this.key(event))
    this.input.addEventListener('blur', () => window.setTimeout(() => this.close(), 150))
  }

  private async ask(): Promise<void> {
    const text = this.input?.value.trim() ?? ''
    if (text.length < 2) return this.close()
    this.asked += 1
    const mine = this.asked
    const answer = await fetch(`${this.dataset.url ?? ''}${encodeURIComponent(text)}`, {
      headers: { Accept: 'application/json' },
    })
      .then((response) => (response.ok ? (response.json() as Promise<Suggestion[]>) : []))
      .catch(() => [])
    if (mine === this.asked) this.show(answer.slice(0, 10))
  }

  /** Show what is found; what was walked to stays marked when a later answer has it too. */
  private show(items: Suggestion[]): void {
    const marked = this.items[this.active]?.text
    this.items = items
    this.active = -1
    this.box.replaceChildren(...items.map((item, index) => this.option(item, index)))
    this.box.hidden = items.length === 0
    this.input?.setAttribute('aria-expanded', String(items.length > 0))
    this.input?.removeAttribute('aria-activedescendant')
    const voice = document.getElementById('voice')
    if (voice) voice.textContent = (this.dataset.found ?? '').replace('{}', String(items.length))
    const again = items.findIndex((item) => item.text === marked)
    if (again >= 0) this.mark(again)
  }

  private option(item: Suggestion, index: number): HTMLLIElement {
    const option = make('li', { role: 'option', id: `${this.box.id}-${index}`, 'aria-selected': 'false' })
    option.append(item.icon ? icon(item.icon) : '', make('span', {}, item.text))
    if (item.kind) option.append(make('span', { class: 'kind' }, item.kind))
    option.addEventListener('pointerdown', (event) => event.preventDefault())
    option.addEventListener('click', () => this.take(index))
    return option
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close()
    if (this.box.hidden) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      const length = this.items.length
      this.mark((this.active + step + length + (this.active < 0 && step < 0 ? 1 : 0)) % length)
    } else if (event.key === 'Enter' && this.active >= 0) {
      event.preventDefault()
      this.take(this.active)
    }
  }

  private mark(index: number): void {
    this.active = index
    for (const [at, option] of [...this.box.children].entries()) {
      option.setAttribute('aria-selected', String(at === index))
      if (at !== index) continue
      option.scrollIntoView({ block: 'nearest' })
      this.input?.setAttribute('aria-activedescendant', option.id)
    }
  }

  private take(index: number): void {
    const item = this.items[index]
    if (!item || !this.input) return
    this.close()
    const event = new CustomEvent('k-suggest:take', { detail: item, bubbles: true, cancelable: true })
    if (!this.dispatchEvent(event)) return
    if (item.url) {
      location.assign(item.url)
    } else {
      this.input.value = item.text
      if (this.dataset.fill === undefined) this.input.form?.requestSubmit()
      else this.input.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }

  private close(): void {
    this.asked += 1
    this.box.hidden = true
    this.active = -1
    this.input?.setAttribute('aria-expanded', 'false')
    this.input?.removeAttribute('aria-activedescendant')
  }
}
customElements.define('k-suggest', Suggest)
