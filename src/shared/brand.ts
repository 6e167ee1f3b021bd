/** The platform's name, as in the panel. */
export const brand = 'Robo Events'
