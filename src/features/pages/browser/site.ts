/**
 * The script of the public pages. Every page is complete without it. It has no imports: it is sent as one file.
 */
export {}
