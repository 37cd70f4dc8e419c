// Sets up the lane in a real browser: the same databases as the lane that needs Node alone.
export { default } from './node';
