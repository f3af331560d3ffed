/**
 * For comparing what people type with what people are called: trimmed, composed (NFC), in lower case.
 * A plus-address stays another address.
 */
export const fold = (text: string) => text.trim().normalize('NFC').toLowerCase();
