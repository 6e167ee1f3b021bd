import type { ArrayField, Field } from 'payload'

import {
  audiences,
  maxEntries,
  maxLengths,
  maxPrerequisites,
  maxRules,
  versionForm,
} from '../../src/features/flags/rules.ts'
import { nobody } from '../../src/shared/access/nobody.ts'
import { isCountry } from '../../src/shared/countries.ts'
import { selectOption } from '../../src/shared/selectOption.ts'
import { upTo } from './upTo.ts'

const system = { create: nobody, update: nobody }

const audienceLabels = { anonymous: 'Not signed in' } as Record<string, string>

/** A list of short texts, each of which a function checks. */
const list = (
  name: string,
  most: number,
  problemOf: (text: string) => string | undefined,
  field: Partial<Field>,
): Field =>
  ({
    name,
    type: 'text',
    hasMany: true,
    maxRows: most,
    validate: (value: unknown) => {
      if (value === undefined || value === null) return true
      if (!Array.isArray(value)) return 'This must be a list.'
      if (value.length > most) return `This has more than ${most} entries.`
      for (const each of value as unknown[]) {
        const problem = typeof each === 'string' ? problemOf(each) : 'This must be text.'
        if (problem) return problem
      }
      return true
    },
    ...field,
  }) as Field

const versionProblem = (value: unknown) => {
  if (value === undefined || value === null || value === '') return true
  const isVersion = typeof value === 'string' && versionForm.test(value)
  return isVersion || 'This must be a version, such as 2.10.3.'
}

const version = (name: string, label: string): Field => ({
  name,
  type: 'text',
  label,
  maxLength: maxLengths.version,
  validate: versionProblem,
  admin: { placeholder: '2.10.3' },
})

const people: Field[] = [
  {
    type: 'row',
    fields: [
      {
        name: 'roles',
        type: 'select',
        hasMany: true,
        options: audiences.map((each) => ({
          ...selectOption(each),
          ...(audienceLabels[each] ? { label: audienceLabels[each] } : {}),
        })),
        admin: { description: 'Evaluated on the server alone' },
      },
      {
        name: 'users',
        type: 'relationship',
        relationTo: 'users',
        hasMany: true,
        maxRows: maxEntries.users,
        admin: { description: 'Evaluated on the server alone', allowCreate: false },
      },
    ],
  },
]

const places: Field[] = [
  {
    type: 'row',
    fields: [
      list(
        'countries',
        maxEntries.countries,
        (code) => (isCountry(code) ? undefined : 'Codes have two capitals, such as DE.'),
        {
          hooks: {
            beforeValidate: [
              ({ value }: { value?: unknown }) =>
                Array.isArray(value)
                  ? value.map((each: unknown) =>
                      typeof each === 'string' ? each.trim().toUpperCase() : each,
                    )
                  : value,
            ],
          },
          admin: { placeholder: 'DE, then press Enter' },
        },
      ),
      list(
        'tags',
        maxEntries.tags,
        (tag) =>
          tag.length > maxLengths.tag
            ? `A tag has at most ${maxLengths.tag} characters.`
            : undefined,
        { admin: { placeholder: 'beta, then press Enter' } },
      ),
    ],
  },
  {
    type: 'row',
    fields: [
      version('versionFrom', 'App version from'),
      version('versionBelow', 'App version below'),
    ],
  },
]

const share: Field[] = [
  {
    type: 'row',
    fields: [
      {
        name: 'percentage',
        type: 'number',
        label: 'Share in percent',
        min: 0,
        max: 100,
        defaultValue: 100,
        validate: (value: unknown) => {
          if (value === undefined || value === null || value === '') return true
          const isShare = typeof value === 'number' && value >= 0 && value <= 100
          return isShare || 'This must be a number from 0 to 100.'
        },
        admin: { step: 0.01, description: 'Of the people above. The same ones get it each time.' },
      },
      {
        name: 'seed',
        type: 'text',
        ...upTo(maxLengths.seed),
        admin: {
          description:
            'Rules with the same seed choose the same people. Empty: the key of the flag.',
        },
      },
    ],
  },
]

/** The rules of a flag, in their order: the first that applies decides. */
export const rules: ArrayField = {
  name: 'rules',
  type: 'array',
  labels: { singular: 'Rule', plural: 'Rules' },
  maxRows: maxRules,
  admin: {
    disableListColumn: true,
    disableListFilter: true,
    disableBulkEdit: true,
    initCollapsed: true,
    description: 'The first rule that applies decides. All conditions of a rule must hold.',
    components: { RowLabel: '/src/features/flags/admin/RuleLabel.tsx#RuleLabel' },
  },
  fields: [
    {
      name: 'value',
      type: 'textarea',
      label: 'They get',
      ...upTo(maxLengths.json),
      admin: { components: { Field: '/src/features/flags/admin/ValueField.tsx#ValueField' } },
    },
    ...people,
    // Says that the rule is for users, also when none of them exists any more: it must not be for everybody.
    {
      name: 'forUsers',
      type: 'checkbox',
      defaultValue: false,
      access: system,
      admin: { hidden: true },
    },
    ...places,
    ...share,
  ],
}

/** Flags that must have a value, or this one is off. */
export const prerequisites: ArrayField = {
  name: 'prerequisites',
  type: 'array',
  labels: { singular: 'Prerequisite', plural: 'Prerequisites' },
  maxRows: maxPrerequisites,
  admin: {
    disableListColumn: true,
    disableListFilter: true,
    disableBulkEdit: true,
    initCollapsed: true,
    description: 'Unless these flags have these values, everybody gets the off value.',
  },
  fields: [
    {
      type: 'row',
      fields: [
        {
          name: 'flag',
          type: 'relationship',
          relationTo: 'flags',
          required: true,
          admin: { allowCreate: false },
        },
        {
          name: 'value',
          type: 'text',
          defaultValue: 'true',
          ...upTo(maxLengths.text),
          admin: { description: 'Such as true' },
        },
      ],
    },
  ],
}
