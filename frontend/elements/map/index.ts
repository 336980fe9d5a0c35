import 'maplibre-gl/dist/maplibre-gl.css'
import {
  type GeoJSONSource,
  type LngLatBoundsLike,
  type MapGeoJSONFeature,
  type Map as MapLibre,
  Marker,
} from 'maplibre-gl'
import { icon, make, rested } from '../../lib/dom'
import { type Box, parseBox, tilesFor } from '../../lib/tiles'
import { createMap, restyle, zoomKeys } from '../../lib/world'
import { Card } from './card'
import { cellFeatures, drawLayers, type Place, placeFeatures } from './layers'
import { TileStore } from './store'

/**
 * <k-map> around <div class="map">: the map of a set of initiatives.
 *
 * data-label       what the map shows, for a screen reader
 * data-box         west,south,east,north in degrees: the first view
 * data-tiles       /…/{z}/{x}/{y}.json?… : {"cells": [[lon, lat, n]], "points": [[lon, lat, id, theme, name, slug]]}
 * data-url         address of an initiative with {id} and {slug}
 * data-shapes      GeoJSON of area shapes with properties name and url
 * data-point       lat,lon of one marker; with data-rough it is a circle of about 1 km
 * data-follow      after moving, offer "search in this area": sets bbox= in the address and swaps #results by htmx
 * data-style       address of a vector tile style, instead of our own drawing
 * data-again, -in, -out, -close, -open, -many, -credit: words
 *
 * Hovering or focusing [data-id] in the list marks the point, and the other way round (class is-active).
 */
class KMap extends HTMLElement {
  private map: MapLibre | null = null
  private store: TileStore | null = null
  private card: Card | null = null
  private moved = false
  private again: HTMLButtonElement | null = null

  static readonly observedAttributes = ['data-tiles']

  /** The page put another set in place (htmx changes the attribute, and skips what the map made). */
  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (!this.store || before === now || !now) return
    this.store = new TileStore(now)
    void this.fetch()
  }

  connectedCallback(): void {
    if (!this.map) void this.start()
  }

  disconnectedCallback(): void {
    this.map?.remove()
    this.map = null
  }

  private async start(): Promise<void> {
    const frame = this.querySelector<HTMLElement>('.map')
    if (!frame) return
    const canvas = make('div', { class: 'map-canvas' })
    frame.append(canvas)
    const map = await createMap(canvas, {
      bounds: (parseBox(this.dataset.box) ?? [3.2, 50.7, 7.3, 53.6]) as LngLatBoundsLike,
      label: this.dataset.label ?? '',
      style: this.dataset.style ?? '',
    })
    this.map = map
    frame.append(zoomKeys(map, this.dataset.in ?? '', this.dataset.out ?? ''))
    frame.append(make('p', { class: 'map-note' }, this.dataset.credit ?? ''))
    this.card = new Card(frame, this.dataset)
    map.on('load', () => this.loaded(frame))
    document.addEventListener('kracht:theme', () => this.recolour())
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recolour())
  }

  private loaded(frame: HTMLElement): void {
    const { map } = this
    if (!map) return
    this.draw()
    this.marker()
    if (this.dataset.tiles) {
      this.store = new TileStore(this.dataset.tiles)
      map.on(
        'moveend',
        rested(() => void this.fetch(), 120),
      )
      void this.fetch()
      this.pointer()
      this.listSync()
    }
    if (this.dataset.follow !== undefined) this.offerAgain(frame)
    frame.querySelector('.map-wait')?.remove()
    this.dataset.ready = '1'
  }

  private draw(): void {
    if (this.map) drawLayers(this.map, this, this.dataset.shapes ?? '')
  }

  private recolour(): void {
    const { map } = this
    if (!map || this.dataset.style) return
    restyle(map, () => {
      this.draw()
      void this.fetch()
    })
  }

  private marker(): void {
    const point = this.dataset.point?.split(',').map(Number)
    if (!this.map || point?.length !== 2) return
    const [lat, lon] = point as [number, number]
    const element = make('span', { class: this.dataset.rough === undefined ? 'map-pin' : 'map-rough' })
    if (this.dataset.rough === undefined) element.append(icon('pin'))
    const anchor = this.dataset.rough === undefined ? 'bottom' : 'center'
    new Marker({ element, anchor }).setLngLat([lon, lat]).addTo(this.map)
  }

  /** Fetch the tiles of the view and show cells and points. */
  private async fetch(): Promise<void> {
    const { map, store } = this
    if (!map || !store) return
    const bounds = map.getBounds()
    const box: Box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    const found = await store.load(tilesFor(box, map.getZoom()))
    if (!found || !this.map) return
    map.getSource<GeoJSONSource>('cells')?.setData(cellFeatures(found.cells))
    map.getSource<GeoJSONSource>('points')?.setData(placeFeatures(found.points))
    this.dataset.shown = String(found.cells.reduce((sum, cell) => sum + cell[2], 0) + found.points.length)
  }

  private pointer(): void {
    const { map } = this
    if (!map) return
    map.on('click', (event) => {
      const [feature] = map.queryRenderedFeatures(event.point, {
        layers: ['points', 'cells', 'shapes'].filter((id) => map.getLayer(id)),
      })
      if (!feature) return this.card?.close()
      this.chosen(feature, [event.lngLat.lng, event.lngLat.lat])
    })
    map.on('mousemove', (event) => {
      const layers = ['points', 'cells', 'shapes'].filter((id) => map.getLayer(id))
      const [feature] = map.queryRenderedFeatures(event.point, { layers })
      map.getCanvas().style.cursor = feature ? 'pointer' : ''
      this.highlight(feature?.layer.id === 'points' ? Number(feature.properties.id) : null, false)
    })
    map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.chooseCentre()
    })
  }

  /** The keyboard's click: whatever is drawn nearest to the middle of the map. */
  private chooseCentre(): void {
    const { map } = this
    if (!map) return
    const { x, y } = map.project(map.getCenter())
    const box: [[number, number], [number, number]] = [
      [x - 40, y - 40],
      [x + 40, y + 40],
    ]
    const [feature] = map.queryRenderedFeatures(box, { layers: ['points', 'cells'] })
    if (feature) this.chosen(feature, map.getCenter().toArray() as [number, number])
  }

  private chosen(feature: MapGeoJSONFeature, at: [number, number]): void {
    const { map } = this
    if (!map) return
    const properties = feature.properties as Record<string, string | number>
    if (feature.layer.id === 'cells') {
      const centre =
        feature.geometry.type === 'Point' ? (feature.geometry.coordinates as [number, number]) : at
      map.easeTo({ center: centre, zoom: Math.min(map.getZoom() + 2, 16), animate: !reduced() })
    } else if (feature.layer.id === 'points') {
      this.card?.place(properties as unknown as Place)
      this.highlight(Number(properties.id), true)
    } else if (properties.url) {
      this.card?.area(String(properties.name ?? ''), String(properties.url))
    }
  }

  private highlight(id: number | null, scroll: boolean): void {
    this.map?.setFilter('point-active', ['==', ['get', 'id'], id ?? -1])
    for (const item of document.querySelectorAll<HTMLElement>('.item[data-id]')) {
      const on = id !== null && item.dataset.id === String(id)
      item.classList.toggle('is-active', on)
      if (on && scroll) item.scrollIntoView({ block: 'nearest', behavior: reduced() ? 'auto' : 'smooth' })
    }
  }

  private listSync(): void {
    const over = (event: Event) => {
      const item = (event.target as Element).closest?.<HTMLElement>('.item[data-id]')
      if (item) this.map?.setFilter('point-active', ['==', ['get', 'id'], Number(item.dataset.id)])
    }
    document.addEventListener('pointerover', over)
    document.addEventListener('focusin', over)
  }

  private offerAgain(frame: HTMLElement): void {
    const button = make('button', {
      type: 'button',
      class: 'utrecht-button utrecht-button--primary-action button-small map-again',
    })
    button.append(icon('search'), this.dataset.again ?? '')
    button.hidden = true
    button.addEventListener('click', () => this.searchHere())
    frame.append(button)
    this.again = button
    this.map?.on('movestart', (event) => {
      if (event.originalEvent) this.moved = true
    })
    this.map?.on('moveend', () => {
      if (this.moved && this.again) this.again.hidden = false
    })
  }

  private searchHere(): void {
    const bounds = this.map?.getBounds()
    if (!bounds || !this.again) return
    this.again.hidden = true
    this.moved = false
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    const address = new URL(location.href)
    address.searchParams.set('bbox', box.map((degree) => degree.toFixed(4)).join(','))
    address.searchParams.delete('after')
    const { htmx } = window as { htmx?: typeof import('htmx.org').default }
    if (!htmx || !document.getElementById('results')) location.assign(address)
    else void htmx.ajax('GET', address.pathname + address.search, { target: '#results', push: 'true' })
  }
}

const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches

if (!customElements.get('k-map')) customElements.define('k-map', KMap)
