package io.dendrite.model;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The versions of software on which the result of a run depends, bit for bit, besides data and
 * settings.
 */
@JsonPropertyOrder({"dendrite", "java", "spark", "blas"})
public record Provenance(String dendrite, String java, String spark, String blas) {
  public static Provenance of(String spark, String blas) {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return new Provenance(
        version == null ? "development" : version, System.getProperty("java.version"), spark, blas);
  }
}
