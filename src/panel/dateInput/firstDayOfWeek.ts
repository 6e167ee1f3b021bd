interface WeekInfo {
  firstDay: number
}

/** The first day of the week in a locale, as react-datepicker counts: 0 is Sunday. */
export function firstDayOfWeek(locale: string): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  const known = new Intl.Locale(locale) as { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo }
  const firstDay = (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1
  return (firstDay % 7) as 0 | 1
}
