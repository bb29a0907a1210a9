// What the report's script takes for granted. A browser without one of these shows the pages as without script.
const PARTS = {
  AbortController: ['abort', 'signal'],
  DOMParser: ['parseFromString'],
  Document: ['importNode'],
  Element: ['append', 'before', 'closest', 'getBoundingClientRect', 'matches', 'prepend', 'remove', 'scrollIntoView'],
  FormData: ['entries'],
  HTMLElement: ['dataset'],
  HTMLTemplateElement: ['content'],
  Node: ['cloneNode', 'contains', 'isConnected'],
  Response: ['text'],
  URLSearchParams: ['get', 'set', 'toString']
}

const has = ([name, parts]) => {
  const thing = globalThis[name]
  return typeof thing === 'function' && parts.every((part) => part in thing.prototype)
}

export const hasAll = () => {
  try {
    return typeof fetch === 'function' && Object.entries(PARTS).every(has)
  } catch {
    return false
  }
}
