import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'

/** Our own basemap files lie beside the built scripts (docs/how-to/basemap.md). */
const FOLDER = '/static/basemap/'

/** Colours of the map in one scheme, read from the page so that light and dark stay in one place. */
export interface Colours {
  water: string
  land: string
  edge: string
  province: string
  name: string
  halo: string
  shape: string
  cluster: string
  clusterText: string
  point: string
}

const ROLES: Record<keyof Colours, string> = {
  water: '--map-water',
  land: '--map-land',
  edge: '--map-edge',
  province: '--map-province',
  name: '--map-name',
  halo: '--map-halo',
  shape: '--map-shape',
  cluster: '--map-cluster',
  clusterText: '--map-cluster-text',
  point: '--map-point',
}

/** Custom properties hold light-dark(); only a used colour is resolved, so a probe uses each one. */
export function colours(host: Element): Colours {
  const probe = document.createElement('span')
  host.append(probe)
  const found = {} as Colours
  for (const [role, property] of Object.entries(ROLES) as [keyof Colours, string][]) {
    probe.style.color = `var(${property})`
    found[role] = getComputedStyle(probe).color
  }
  probe.remove()
  return found
}

const geojson = (file: string): SourceSpecification => ({ type: 'geojson', data: FOLDER + file })

/** The style of our own drawing: land, water, borders, place names. No tiles, no glyph files: labels use local fonts. */
export function ownStyle(c: Colours): StyleSpecification {
  const fonts = ['Figtree Variable', 'sans-serif']
  const name = (id: string, from: number, to: number, size: number, filter: unknown): LayerSpecification =>
    ({
      id,
      type: 'symbol',
      source: 'places',
      minzoom: from,
      maxzoom: to,
      filter,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': fonts,
        'text-size': size,
        'text-padding': 6,
        'text-variable-anchor': ['center', 'bottom', 'top', 'left', 'right'],
        'text-radial-offset': 1.3,
        'symbol-sort-key': ['-', 0, ['get', 'size']],
      },
      paint: { 'text-color': c.name, 'text-halo-color': c.halo, 'text-halo-width': 1.4 },
    }) as LayerSpecification
  return {
    version: 8,
    sources: {
      land: geojson('land.json'),
      water: geojson('water.json'),
      rivers: geojson('rivers.json'),
      borders: geojson('borders.json'),
      places: geojson('places.json'),
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': c.water } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': c.land } },
      {
        id: 'coast',
        type: 'line',
        source: 'borders',
        filter: ['==', ['get', 'kind'], 'coast'],
        paint: { 'line-color': c.edge, 'line-width': 1 },
      },
      { id: 'water', type: 'fill', source: 'water', paint: { 'fill-color': c.water } },
      {
        id: 'rivers',
        type: 'line',
        source: 'rivers',
        paint: { 'line-color': c.water, 'line-width': ['interpolate', ['linear'], ['zoom'], 6, 0.8, 12, 4] },
      },
      {
        id: 'dikes',
        type: 'line',
        source: 'borders',
        filter: ['==', ['get', 'kind'], 'dike'],
        paint: { 'line-color': c.edge, 'line-width': 1.5 },
      },
      {
        id: 'borders',
        type: 'line',
        source: 'borders',
        filter: ['==', ['get', 'kind'], 'country'],
        paint: { 'line-color': c.province, 'line-width': 1, 'line-dasharray': [3, 2] },
      },
      name('cities', 5, 24, 14, ['>=', ['get', 'size'], 150_000]),
      name('towns', 7.5, 24, 13, ['all', ['>=', ['get', 'size'], 40_000], ['<', ['get', 'size'], 150_000]]),
      name('villages', 9, 24, 12, ['all', ['>=', ['get', 'size'], 8_000], ['<', ['get', 'size'], 40_000]]),
      name('hamlets', 10.5, 24, 12, ['<', ['get', 'size'], 8_000]),
    ],
  }
}
