/** Whether an email has dots where none can be: one after the other, or beside the @. An expression leaves them of which a part gives nothing. */
export const hasTangledDots = (email: string) => /\.\.|\.@|@\./.test(email);
