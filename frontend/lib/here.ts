/** Where links run out of view sideways, begin with the page that is shown. */
export function showWhereYouAre(): void {
  for (const link of document.querySelectorAll('nav [aria-current]')) {
    const row = link.closest<HTMLElement>('.tabs ul, .site-nav')
    if (!(link instanceof HTMLElement) || !row || row.scrollWidth <= row.clientWidth) continue
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2
  }
}
