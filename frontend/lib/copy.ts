/** A button with data-copy="#id" copies that field's text and says so in its own words (data-done). */
export function copyButtons(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-copy]')
    if (!button) return
    const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(button.dataset.copy ?? '')
    if (!field) return
    field.select()
    void navigator.clipboard.writeText(field.value).then(() => {
      button.textContent = button.dataset.done ?? button.textContent
    })
  })
}
