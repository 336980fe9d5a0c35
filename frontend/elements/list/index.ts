/**
 * <k-list data-add="…" data-remove="…" data-added="…" data-removed="…"> around a plain POST form with one star button.
 * With JavaScript the star changes in place; without it the form is sent and the server answers with a page.
 * The server's answer may carry the header X-List-Count; every [data-list-count] then shows it.
 */
class ListButton extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('form')?.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.send(event.target as HTMLFormElement)
    })
  }

  private async send(form: HTMLFormElement): Promise<void> {
    const button = form.querySelector('button')
    if (!button) return
    const response = await fetch(form.action, {
      method: 'POST',
      body: new FormData(form),
      headers: { 'X-Requested-With': 'k-list' },
    }).catch(() => null)
    if (!response?.ok) {
      form.submit()
      return
    }
    const on = button.getAttribute('aria-pressed') !== 'true'
    button.setAttribute('aria-pressed', String(on))
    this.say((on ? this.dataset.added : this.dataset.removed) ?? '')
    const count = response.headers.get('X-List-Count')
    if (count === null) return
    for (const place of document.querySelectorAll<HTMLElement>('[data-list-count]')) {
      place.textContent = count
      place.hidden = count === '0'
    }
  }

  private say(text: string): void {
    const voice = document.getElementById('voice')
    if (voice) voice.textContent = text
  }
}
customElements.define('k-list', ListButton)
