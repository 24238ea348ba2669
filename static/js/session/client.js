/** Which client this is, told with every call. One more whenever an older one would show what the server now sends wrongly. */
export const CLIENT = 1;
