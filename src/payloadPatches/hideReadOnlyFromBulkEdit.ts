import type { Field, SanitizedConfig } from 'payload'

const fieldsIn = (field: Field): Field[] => {
  if (field.type === 'tabs') return field.tabs.flatMap((tab) => tab.fields)
  return 'fields' in field ? field.fields : []
}

function hide(fields: Field[]): void {
  for (const field of fields) {
    const { admin } = field as { admin?: { readOnly?: boolean; disableBulkEdit?: boolean } }
    if (admin?.readOnly) admin.disableBulkEdit = true
    hide(fieldsIn(field))
  }
}

/**
 * Upstream: the panel's bulk edit offers fields with `admin.readOnly`: it looks for `readOnly` on the
 * field itself (`ignoreFromBulkEdit` in @payloadcms/ui). Nothing that is entered there is saved.
 *
 * This patch takes these fields from the list.
 *
 * To see whether it can go, remove it and run tests/events/formRules.test.ts.
 */
export function hideReadOnlyFromBulkEdit(config: SanitizedConfig): SanitizedConfig {
  for (const { fields } of config.collections) hide(fields)
  return config
}
