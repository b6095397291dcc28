package io.organza.metric;

/** Where a number lies that is known from a sample only: in 95 of 100 cases between these. */
public record Interval(double low, double high) {}
