/** A browser's name for itself in words a person knows: "Safari, iPhone". */
export function deviceName(agent: string): { browser: string; system: string } {
  const browser =
    /Edg\//.test(agent) ? 'Edge'
    : /OPR\//.test(agent) ? 'Opera'
    : /Firefox\//.test(agent) ? 'Firefox'
    : /Chrome\//.test(agent) ? 'Chrome'
    : /Safari\//.test(agent) ? 'Safari'
    : '';
  const system =
    /iPhone/.test(agent) ? 'iPhone'
    : /iPad/.test(agent) ? 'iPad'
    : /Android/.test(agent) ? 'Android'
    : /Windows/.test(agent) ? 'Windows'
    : /Mac OS X/.test(agent) ? 'Mac'
    : /Linux/.test(agent) ? 'Linux'
    : '';
  return { browser, system };
}
