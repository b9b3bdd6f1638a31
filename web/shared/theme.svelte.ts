// Light, dark or as the device says. The choice is kept in localStorage and in a cookie, so that the
// server can write data-theme on <html> and a dark page never flashes white.
export type Theme = 'system' | 'light' | 'dark';

const state = $state<{ theme: Theme }>({ theme: 'system' });

function apply(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset.theme = theme;
}

export function startTheme(): void {
  const kept = localStorage.getItem('plaza.theme');
  state.theme = kept === 'light' || kept === 'dark' ? kept : 'system';
  apply(state.theme);
}

export function currentTheme(): Theme {
  return state.theme;
}

export function setTheme(theme: Theme): void {
  state.theme = theme;
  localStorage.setItem('plaza.theme', theme);
  document.cookie = `plaza_theme=${theme}; path=/; max-age=31536000; SameSite=Lax`;
  apply(theme);
}
