/** For what the platform itself writes: no caller may, whatever their role. */
export const nobody = (): boolean => false
