import type { GeoJSON } from 'geojson'
import type { ExpressionSpecification, Map as MapLibre } from 'maplibre-gl'
import { colours } from '../../lib/basemap'

export type CellRow = [lon: number, lat: number, n: number]
export type PointRow = [
  lon: number,
  lat: number,
  id: number,
  theme: string | number,
  name: string,
  slug: string,
]

/** A point as its feature carries it. */
export interface Place {
  id: number
  theme: string
  name: string
  slug: string
}

const empty: GeoJSON = { type: 'FeatureCollection', features: [] }

/** Short Dutch numbers: 1.250 is written 1,3k. */
function short(n: number): string {
  return n < 1000 ? String(n) : `${(n / 1000).toFixed(n < 10_000 ? 1 : 0).replace('.', ',')}k`
}

export function cellFeatures(rows: CellRow[]): GeoJSON {
  return {
    type: 'FeatureCollection',
    features: rows.map(([lon, lat, n]) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { n, text: short(n) },
    })),
  }
}

export function placeFeatures(rows: PointRow[]): GeoJSON {
  return {
    type: 'FeatureCollection',
    features: rows.map(([lon, lat, id, theme, name, slug]) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { id, theme: String(theme), name, slug },
    })),
  }
}

/** Add our sources and layers to a freshly loaded style. */
export function drawLayers(map: MapLibre, host: Element, shapes: string): void {
  const c = colours(host)
  const fonts = ['Figtree Variable', 'sans-serif']
  if (shapes && !map.getSource('shapes')) {
    map.addSource('shapes', { type: 'geojson', data: shapes })
    map.addLayer({
      id: 'shapes',
      type: 'fill',
      source: 'shapes',
      paint: { 'fill-color': c.shape, 'fill-opacity': 0.1 },
    })
    map.addLayer({
      id: 'shape-lines',
      type: 'line',
      source: 'shapes',
      paint: { 'line-color': c.shape, 'line-width': 1.6 },
    })
  }
  if (map.getSource('cells')) return
  map.addSource('cells', { type: 'geojson', data: empty })
  map.addSource('points', { type: 'geojson', data: empty })
  const radius: ExpressionSpecification = [
    'interpolate',
    ['linear'],
    ['sqrt', ['get', 'n']],
    1,
    11,
    10,
    18,
    60,
    34,
    200,
    46,
  ]
  map.addLayer({
    id: 'cells',
    type: 'circle',
    source: 'cells',
    paint: {
      'circle-radius': radius,
      'circle-color': c.cluster,
      'circle-opacity': 0.92,
      'circle-stroke-color': c.halo,
      'circle-stroke-width': 2,
    },
  })
  map.addLayer({
    id: 'cell-text',
    type: 'symbol',
    source: 'cells',
    layout: {
      'text-field': ['get', 'text'],
      'text-font': fonts,
      'text-size': 13,
      'text-allow-overlap': true,
      'text-padding': 8,
    },
    paint: { 'text-color': c.clusterText },
  })
  map.addLayer({
    id: 'points',
    type: 'circle',
    source: 'points',
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 6, 5, 12, 9],
      'circle-color': c.point,
      'circle-stroke-color': c.halo,
      'circle-stroke-width': 2,
    },
  })
  map.addLayer({
    id: 'point-active',
    type: 'circle',
    source: 'points',
    filter: ['==', ['get', 'id'], -1],
    paint: {
      'circle-radius': 14,
      'circle-color': c.point,
      'circle-stroke-color': c.cluster,
      'circle-stroke-width': 4,
    },
  })
  map.addLayer({
    id: 'point-names',
    type: 'symbol',
    source: 'points',
    minzoom: 11,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': fonts,
      'text-size': 12,
      'text-anchor': 'top',
      'text-offset': [0, 0.9],
      'text-max-width': 11,
      'text-optional': true,
    },
    paint: { 'text-color': c.name, 'text-halo-color': c.halo, 'text-halo-width': 1.5 },
  })
}
