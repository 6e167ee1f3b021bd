import { Button, useDocumentDrawer } from '@payloadcms/ui'

import { useIsHydrated } from '../../../panel/elements/useIsHydrated.ts'

interface Props {
  eventId: number
  onAdded: () => void
}

/** Registers a person who came without a ticket. The same rules apply as for everybody. */
export const AddRegistration = ({ eventId, onAdded }: Props) => {
  const [Drawer, , { openDrawer, closeDrawer }] = useDocumentDrawer({
    collectionSlug: 'registrations',
  })
  const isHydrated = useIsHydrated()
  const added = () => {
    closeDrawer()
    onAdded()
  }
  return (
    <>
      <Button
        buttonStyle="secondary"
        size="medium"
        margin={false}
        disabled={!isHydrated}
        onClick={openDrawer}
      >
        Add a registration
      </Button>
      <Drawer
        initialData={{ event: eventId, seats: 1 }}
        onSave={added}
        redirectAfterCreate={false}
      />
    </>
  )
}
