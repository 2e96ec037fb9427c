import {  } from './program'


