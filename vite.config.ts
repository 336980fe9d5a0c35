import { defineConfig } from 'vite'

export default defineConfig({
  base: '/static/',
  publicDir: 'frontend/public',
  worker: { format: 'es' },
  build: {
    manifest: 'manifest.json',
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome111', 'firefox113', 'safari16.4'],
    // light-dark() stays as written: a browser that lacks it shows black on white
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: ['theme', 'main', 'form', 'account', 'desk', 'gallery', 'unavailable', 'embed'].map(
        (name) => `frontend/entries/${name}.ts`,
      ),
      output: { entryFileNames: 'assets/[name]-[hash].js' },
    },
  },
})
