/** Why something cannot start, in words for whoever started it; told without a stack, exit 1. */
export class StartError extends Error {}
