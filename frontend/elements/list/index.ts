/**
 * <k-list data-added="%s …" data-removed="%s …"> around the one plain POST form of all star buttons of the page
 * (button form="stars" name="id" value data-name). With JavaScript the star changes in place; without it the form is
 * sent and the server answers with a page.
 * The server's answer may carry the header X-List-Count; every [data-list-count] then shows it.
 */
class ListForm extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('form')?.addEventListener('submit', (event) => {
      event.preventDefault()
      if (event.submitter instanceof HTMLButtonElement) {
        void this.send(event.target as HTMLFormElement, event.submitter)
      }
    })
  }

  private async send(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
    const response = await fetch(form.action, {
      method: 'POST',
      body: new FormData(form, button),
      headers: { 'X-Requested-With': 'k-list' },
    }).catch(() => null)
    if (!response?.ok) {
      form.append(
        Object.assign(document.createElement('input'), { type: 'hidden', name: 'id', value: button.value }),
      )
      form.submit()
      return
    }
    const on = button.getAttribute('aria-pressed') !== 'true'
    button.setAttribute('aria-pressed', String(on))
    this.say((on ? this.dataset.added : this.dataset.removed) ?? '', button.dataset.name ?? '')
    const count = response.headers.get('X-List-Count')
    if (count === null) return
    for (const place of document.querySelectorAll<HTMLElement>('[data-list-count]')) {
      place.textContent = count
      place.hidden = count === '0'
    }
  }

  private say(text: string, name: string): void {
    const voice = document.getElementById('voice')
    if (voice) voice.textContent = text.replace('%s', name)
  }
}
customElements.define('k-list', ListForm)
