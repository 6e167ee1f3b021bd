const named = (zone: string) => ({ value: zone, label: zone.replaceAll('_', ' ') })

const known = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map(
  named,
)

/**
 * The zones to pick from, named as people would type them. `current` is among them even when it is
 * an older name, such as US/Eastern, which lists leave out.
 */
export const zoneOptions = (current: string | undefined) =>
  !current || known.some((option) => option.value === current) ? known : [named(current), ...known]
