'use client'
import { useRefreshedPage } from './useRefreshedPage.ts'

/** Renders the page again when events have changed. It shows nothing. */
export const RefreshedPage = () => {
  useRefreshedPage()
  return null
}
