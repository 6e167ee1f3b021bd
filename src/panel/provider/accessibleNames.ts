import { useEffect } from 'react'

/** Names of Payload's controls that it leaves without one, by selector. */
const names: [selector: string, name: string | ((element: Element) => string)][] = [
  ['.doc-controls__popup .popup-button, .doc-controls__dots', 'More actions'],
  ['.popup-button', 'More actions'],
  ['.date-time-picker__clear-button', 'Clear the date'],
  ['.react-datepicker__month-select', 'Month'],
  ['.react-datepicker__year-select', 'Year'],
  ['.clickable-arrow--left', 'Previous page'],
  ['.clickable-arrow--right', 'Next page'],
  ['.select-all input', 'Select all on this page'],
  ['tbody .select-row input, tbody .checkbox-input input', (input) => `Select ${rowName(input)}`],
  [
    '.editor-shell [contenteditable], [data-lexical-editor]',
    (editor) => fieldLabel(editor) || 'Text',
  ],
  ['.toolbar-popup__dropdown, .toolbar-popup__button', (button) => toolName(button)],
  // It moves the row by mouse or, after Space, by the arrow keys.
  ['.collapsible__drag', (handle) => `Move ${rowTitle(handle)}`],
  ['.step-nav__home', 'Dashboard'],
  ['.nav-toggler', 'Menu'],
  ['.dashboard-breadcrumb-select input[role="combobox"]', 'Dashboard'],
]

const rowName = (input: Element) =>
  input.closest('tr')?.querySelector('a, th, td:nth-child(2)')?.textContent.trim() || 'this row'

const rowTitle = (handle: Element) =>
  handle.closest('.collapsible')?.querySelector('.collapsible__header-wrap')?.textContent.trim() ||
  'this row'

const fieldLabel = (element: Element) =>
  element
    .closest('.field-type')
    ?.querySelector('.field-label')
    ?.textContent.replace('*', '')
    .trim() ?? ''

const toolName = (button: Element) => {
  const tool = /(?:toolbar-popup__(?:dropdown|button)-)([\w-]+)/.exec(button.className)?.[1]
  return tool ? tool.replaceAll(/[-_]/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2') : 'Format'
}

/** Whether another element labels it. Payload refers to an id that is its own, or nobody's. */
function hasLabel(element: Element) {
  const id = element.getAttribute('aria-labelledby')
  const label = id ? document.getElementById(id) : null
  if (id && (!label || label === element)) element.removeAttribute('aria-labelledby')
  return label !== null && label !== element
}

const isNamed = (element: Element) =>
  Boolean(element.getAttribute('aria-label')) ||
  hasLabel(element) ||
  Boolean(element.textContent.trim() && element.matches('button'))

/** Connects the label of a select or a date with its input. Payload gives the label another id. */
function labelInputs(root: ParentNode) {
  for (const input of root.querySelectorAll(
    '.field-type input[role="combobox"], .date-time-picker input',
  )) {
    if ((input as HTMLInputElement).labels?.length || input.hasAttribute('aria-label')) continue
    const label = fieldLabel(input)
    if (label) input.setAttribute('aria-label', label)
  }
}

function nameAll(root: ParentNode) {
  for (const [selector, name] of names) {
    for (const element of root.querySelectorAll(selector)) {
      if (!isNamed(element)) {
        element.setAttribute('aria-label', typeof name === 'string' ? name : name(element))
      }
    }
  }
  // The arrow of a select opens the menu that the input opens too, and Delete clears it: no stops of their own.
  for (const arrow of root.querySelectorAll('.dropdown-indicator, .clear-indicator')) {
    arrow.setAttribute('tabindex', '-1')
  }
  // Its children are links, not items of a list.
  root.querySelector('ul.doc-tabs__tabs')?.setAttribute('role', 'group')
  labelInputs(root)
}

/**
 * Gives names to controls of Payload that have none: screen readers said "button" for them. Payload has no
 * setting for these. Upstream: payloadcms/payload#1227 for all, #17376 for the boxes of rows, #18140 for
 * selects; #17432 mends the boxes in Payload 4.
 */
export function useAccessibleNames(): void {
  useEffect(() => {
    let frame = 0
    const later = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => nameAll(document))
    }
    const observer = new MutationObserver(later)
    observer.observe(document.body, { childList: true, subtree: true })
    later()
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [])
}
