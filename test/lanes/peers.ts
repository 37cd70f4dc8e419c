// Sets up the lane that compares with other gateways: the same databases as the lane that needs Node alone.
export { default } from './node';
