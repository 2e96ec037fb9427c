import { mount } from 'svelte'
import '../ui/theme.css'
import { preferences } from '../ui/preferences.svelte'
import App from './App.svelte'

preferences.apply()
const target = document.getElementById('app')
if (target !== null) mount(App, { target })
