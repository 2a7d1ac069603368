package io.dendrite.model;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The versions of software that, together with data and settings, determine every bit of the result
 * of a run.
 */
@JsonPropertyOrder({"dendrite", "java", "spark", "blas"})
public record Provenance(String dendrite, String java, String spark, String blas) {
  public static Provenance of(String spark, String blas) {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return new Provenance(
        version == null ? "development" : version, System.getProperty("java.version"), spark, blas);
  }
}
