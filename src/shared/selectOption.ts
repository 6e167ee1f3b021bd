/** An option of a select field with a label for users: "Published" for `published`. */
export const selectOption = <Value extends string>(value: Value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
})
