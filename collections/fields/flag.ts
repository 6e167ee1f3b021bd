import type { Field } from 'payload'

import { readState, readUsedBy } from '../../hooks/flags/readState.ts'
import {
  flagStates,
  flagUses,
  stateLabels,
  useLabels,
} from '../../src/features/flags/describeFlag.ts'
import { flagTypes, keyForm, maxLengths } from '../../src/features/flags/rules.ts'
import { schemaProblem } from '../../src/features/flags/values.ts'
import { nobody } from '../../src/shared/access/nobody.ts'
import { validateInstant } from './instant.ts'
import { prerequisites, rules } from './flagRules.ts'
import { upTo } from './upTo.ts'

const system = { create: nobody, update: nobody }
const onceOnly = { update: nobody }
const computed = { disableListFilter: true, disableBulkEdit: true, disableGroupBy: true } as const
const isNew = (data: { id?: unknown }) => !data.id
const isJson = ({ type }: { type?: unknown }) => type === 'json'

/** A value of the flag as text. Its hooks check it with the type. */
const value = (name: string, label: string, description: string): Field => ({
  name,
  type: 'textarea',
  label,
  ...upTo(maxLengths.json),
  admin: {
    disableBulkEdit: true,
    disableListFilter: true,
    description,
    components: { Field: '/src/features/flags/admin/ValueField.tsx#ValueField' },
  },
})

const identity: Field[] = [
  {
    type: 'row',
    fields: [
      {
        name: 'key',
        type: 'text',
        required: true,
        unique: true,
        index: true,
        access: onceOnly,
        maxLength: maxLengths.key,
        validate: (text: unknown) => {
          if (typeof text !== 'string' || text === '') return 'This field is required.'
          if (text.length > maxLengths.key)
            return `This has more than ${maxLengths.key} characters.`
          return keyForm.test(text) || 'A key has letters and digits, and . _ - between them.'
        },
        admin: {
          disableBulkEdit: true,
          description: 'Its name in code, such as new-checkout. It cannot be changed later.',
        },
      },
      {
        name: 'type',
        type: 'select',
        required: true,
        defaultValue: 'boolean',
        access: onceOnly,
        options: flagTypes.map((each) => ({
          value: each,
          label: { boolean: 'On or off', string: 'Text', number: 'Number', json: 'JSON' }[each],
        })),
        admin: {
          disableBulkEdit: true,
          isClearable: false,
          description: 'What its values are. It cannot be changed later.',
        },
      },
    ],
  },
  {
    name: 'description',
    type: 'textarea',
    ...upTo(maxLengths.description),
    admin: { description: 'What the flag switches, for your colleagues' },
  },
]

const values: Field[] = [
  {
    name: 'schema',
    type: 'json',
    label: 'JSON Schema',
    validate: (schema: unknown) =>
      schema === null || schema === undefined || (schemaProblem(schema) ?? true),
    admin: {
      disableBulkEdit: true,
      condition: (data) => isJson(data) || Boolean(data.schema),
      description: 'All values must fit it, so that no app gets what it cannot read',
    },
  },
  value('defaultValue', 'Default', 'What everybody gets for whom no rule applies'),
]

const switches: Field[] = [
  {
    name: 'killed',
    type: 'checkbox',
    label: 'Kill switch',
    defaultValue: false,
    admin: {
      position: 'sidebar',
      description: 'Everybody gets the off value at once, whatever the rules say',
    },
  },
  {
    ...value(
      'offValue',
      'Off value',
      'While killed, or a prerequisite is not met. Empty: the default.',
    ),
    admin: {
      position: 'sidebar',
      disableBulkEdit: true,
      disableListFilter: true,
      condition: (data) => data.type !== 'boolean' && Boolean(data.type),
      description: 'While killed, or a prerequisite is not met. Empty: the default.',
      components: { Field: '/src/features/flags/admin/ValueField.tsx#ValueField' },
    },
  } as Field,
  {
    name: 'forApps',
    type: 'checkbox',
    label: 'For apps',
    defaultValue: false,
    admin: {
      position: 'sidebar',
      description: 'Apps can read it. Everybody can then see its key, values and rules.',
    },
  },
]

const date = (name: string, label: string, description: string): Field => ({
  name,
  type: 'date',
  label,
  validate: validateInstant,
  admin: {
    position: 'sidebar',
    description,
    date: { pickerAppearance: name === 'reviewOn' ? 'dayOnly' : 'dayAndTime' },
  },
})

const planning: Field[] = [
  date('startsAt', 'Rules apply from', 'Before that, everybody gets the default'),
  date('endsAt', 'Rules apply until', 'After that, everybody gets the default'),
  {
    name: 'owner',
    type: 'relationship',
    relationTo: 'users',
    filterOptions: { role: { in: ['staff', 'admin'] } },
    // Payload would refuse every change of a flag whose owner is not staff any more, also its kill switch.
    validate: () => true as const,
    admin: { position: 'sidebar', description: 'Whom to ask about it', allowCreate: false },
  },
  {
    ...date(
      'reviewOn',
      'Review on',
      'From that day the list asks whether it is still needed. Empty: never.',
    ),
    admin: {
      position: 'sidebar',
      description: 'From that day the list asks whether it is still needed. Empty: never.',
      date: { pickerAppearance: 'dayOnly' },
      components: { Cell: '/src/features/flags/admin/ReviewCell.tsx#ReviewCell' },
    },
  } as Field,
]

const described: Field[] = [
  {
    name: 'reason',
    type: 'text',
    virtual: true,
    label: 'Reason for this change',
    ...upTo(maxLengths.reason),
    admin: {
      disableListColumn: true,
      disableListFilter: true,
      disableGroupBy: true,
      disableBulkEdit: true,
      description: 'Stands in the history, for colleagues who look for the cause of a problem',
      components: { Field: '/src/features/flags/admin/ReasonField.tsx#ReasonField' },
    },
  },
  {
    name: 'state',
    type: 'select',
    virtual: true,
    options: flagStates.map((each) => ({ value: each, label: stateLabels[each] })),
    access: system,
    hooks: { afterRead: [readState] },
    admin: {
      ...computed,
      position: 'sidebar',
      readOnly: true,
      condition: (data) => !isNew(data),
      components: {
        Field: '/src/features/flags/admin/StateField.tsx#StateField',
        Cell: '/src/features/flags/admin/StateCell.tsx#StateCell',
      },
    },
  },
  {
    name: 'usedBy',
    type: 'select',
    virtual: true,
    label: 'Read by',
    options: flagUses.map((each) => ({ value: each, label: useLabels[each] })),
    access: system,
    hooks: { afterRead: [readUsedBy] },
    // The field above says it in words.
    admin: { ...computed, readOnly: true, hidden: true },
  },
]

export const flagFields: Field[] = [
  ...identity,
  ...values,
  rules,
  prerequisites,
  ...described,
  ...switches,
  ...planning,
]
