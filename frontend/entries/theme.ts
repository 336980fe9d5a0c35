// A classic script in <head>, before the first paint: the visitor's own choice of light or dark.
;(() => {
  try {
    const chosen = localStorage.getItem('kracht-theme')
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
  } catch {
    // storage is switched off: the system's choice holds
  }
})()
