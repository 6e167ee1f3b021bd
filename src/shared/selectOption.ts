/** A choice of a select field under a name fit for people: "Published" for `published`. */
export const selectOption = <Value extends string>(value: Value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
})
