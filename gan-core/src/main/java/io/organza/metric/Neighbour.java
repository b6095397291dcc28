package io.organza.metric;

/**
 * An image that is near another.
 *
 * @param index its index in the set that was searched
 * @param mirrored whether it is near with left and right swapped
 * @param distance how far its features are from the other's
 */
public record Neighbour(int index, boolean mirrored, double distance) {}
