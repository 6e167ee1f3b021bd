import type { Palette } from './canvas.ts'

export const palettes = {
  dusk: { from: '#1f1147', to: '#8a2f7b', shade: '#43236f', accent: '#ffb347', light: '#fff1dc' },
  forest: { from: '#06281f', to: '#1c6b4c', shade: '#0f4a37', accent: '#f5c542', light: '#e6fff2' },
  harbour: {
    from: '#04243f',
    to: '#0e7490',
    shade: '#0b4463',
    accent: '#ff8a5b',
    light: '#e2f6ff',
  },
  night: { from: '#0b1020', to: '#28347a', shade: '#1b2552', accent: '#38d6c4', light: '#e8ecff' },
  rust: { from: '#32110c', to: '#a4432a', shade: '#5e2116', accent: '#ffd166', light: '#fff0e5' },
  slate: { from: '#14181f', to: '#465063', shade: '#2a313d', accent: '#c6f135', light: '#f4f7fb' },
} satisfies Record<string, Palette>

export type PaletteName = keyof typeof palettes
