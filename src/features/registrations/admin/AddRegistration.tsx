import { Button, useDocumentDrawer } from '@payloadcms/ui'

interface Props {
  eventId: number
  onAdded: () => void
}

/** Registers a person who came without a ticket. The same rules apply as for everybody. */
export const AddRegistration = ({ eventId, onAdded }: Props) => {
  const [Drawer, , { openDrawer, closeDrawer }] = useDocumentDrawer({
    collectionSlug: 'registrations',
  })
  const added = () => {
    closeDrawer()
    onAdded()
  }
  return (
    <>
      <Button buttonStyle="secondary" size="medium" margin={false} onClick={openDrawer}>
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
