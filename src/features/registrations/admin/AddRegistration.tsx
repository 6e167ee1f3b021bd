import { Button, useDocumentDrawer } from '@payloadcms/ui'

interface Props {
  eventId: number
  onAdded: () => void
}

/** Registers somebody who came without a ticket, by the same rules as everybody. */
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
