'use client'
import { usePathname } from 'next/navigation.js'
import { useEffect, useRef, useState } from 'react'

import { useIsHydrated } from '../../../panel/elements/useIsHydrated.ts'
import { SearchDialog } from './SearchDialog.tsx'
import './panelSearch.css'

const isShortcut = ({ ctrlKey, key, metaKey }: KeyboardEvent) =>
  (ctrlKey || metaKey) && key.toLowerCase() === 'k'

/** The button in the header that opens the search of the panel, as ⌘K and Ctrl+K do. */
export const PanelSearch = () => {
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const path = usePathname()
  const open = () => {
    setIsOpen(true)
    dialog.current?.showModal()
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  useEffect(() => dialog.current?.close(), [path])
  const isHydrated = useIsHydrated()

  return (
    <>
      <button
        type="button"
        className="panel-search__button"
        aria-keyshortcuts="Meta+K Control+K"
        disabled={!isHydrated}
        onClick={open}
      >
        Search <kbd aria-hidden="true">⌘K</kbd>
      </button>
      <dialog
        ref={dialog}
        className="panel-search"
        aria-label="Search the panel"
        onClose={() => setIsOpen(false)}
        onClick={({ target }) => target === dialog.current && dialog.current.close()}
      >
        {isOpen && <SearchDialog close={() => dialog.current?.close()} />}
      </dialog>
    </>
  )
}
