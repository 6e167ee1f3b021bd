/** Seats of a new event whose source has no capacity. It is about the size of such an event. */
export const usualCapacity = 60
