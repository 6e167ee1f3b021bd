/** For data that only the platform itself writes: no role may. */
export const nobody = (): boolean => false
