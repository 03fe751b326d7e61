import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'Terraform: a resource is called by its type and name',
        'main.tf',
        `
        terraform {
          required_version = ">= 1.0"
          backend "s3" {}
        }

        # Where it runs.
        variable "region" {
          type    = string
          default = "eu-west-1"
        }

        provider "aws" {
          region = var.region
        }

        locals {
          name = "shop-\${var.region}"
          tags = { Owner = local.name }
        }

        data "aws_ami" "ubuntu" {
          most_recent = true
        }

        /* The network. */
        resource "aws_vpc" "this" {
          cidr_block = var.cidr
          ami        = data.aws_ami.ubuntu.id
          dynamic "tag" {
            for_each = local.tags
            content { key = tag.key }
          }
        }

        module "network" {
          source = "./modules/network"
          vpc_id = aws_vpc.this.id
          names  = [for s in var.subnets : upper(s)]
        }

        output "vpc_id" {
          value = module.network.vpc_id
        }
        `,
        {
            definitions: [
                'key terraform 1-4',
                'variable region 7-10 doc 6-6',
                'key aws 12-14',
                'key locals 16-19',
                'variable locals.name 17-17',
                'variable locals.tags 18-18',
                'class aws_ami.ubuntu 21-23',
                'class aws_vpc.this 26-33 doc 25-25',
                'module network 35-39',
                'variable vpc_id 41-43',
            ],
            imports: ['./modules/network 36'],
            references:
                'required_version 2; backend 3; region 13,17; Owner 18; name 18; most_recent 22; cidr_block 27; cidr 27; ami 28; aws_ami 28; ubuntu 28; id 28,37; tags 30; key 31; tag 31; vpc_id 37,42; aws_vpc 37; this 37; names 38; subnets 38; upper 38; network 42',
        },
    );

    check(
        'Nix: functions and keys, names of a path nest',
        'cart.nix',
        `
        { config, lib, pkgs, ... }:

        with lib;

        let
          cfg = config.services.cart;
          # Renders.
          render = name: value: ''
            \${name} = \${toString value}
          '';
          helper = { a, b ? 3 }: a + b;
        in
        {
          imports = [ ./money.nix ../till ];

          options.services.cart = {
            enable = mkEnableOption "cart";
            port = mkOption {
              type = types.port;
              default = 80;
            };
          };

          config = mkIf cfg.enable {
            systemd.services.cart = {
              description = "Cart";
              script = render "a" cfg.port;
            };
          };
          packages = pkgs.callPackage ./package.nix { inherit helper; };
        }
        `,
        {
            definitions: [
                'variable cfg 6-6',
                'function render 8-10 doc 7-7',
                'function helper 11-11',
                'key options.services.cart 16-22',
                'field options.services.cart.enable 17-17',
                'field options.services.cart.port 18-21 sig 18-21',
                'key config 24-29',
                'key config.systemd.services.cart 25-28',
                'key packages 30-30',
            ],
            imports: ['./money.nix 14', '../till 14', './package.nix 30'],
            references:
                'services 6,16,25; cart 6; toString 9; options 16; mkEnableOption 17; mkOption 18; type 19; port 19,27; default 20; mkIf 24; cfg 24,27; enable 24; systemd 25; description 26; script 27; render 27; callPackage 30; helper 30',
        },
    );

    check(
        'PowerShell: functions, classes, help above them',
        'Cart.ps1',
        `
        using module .\\Money.psm1
        #requires -Version 5
        Import-Module Shop.Till
        . $PSScriptRoot\\Lines.ps1

        $script:Limit = 3

        <#
        .SYNOPSIS
        Adds an item.
        #>
        function Add-CartItem {
            [CmdletBinding()]
            param(
                [Parameter(Mandatory)] [string] $Name,
                [int] $Count = 1
            )
            begin { $twice = Get-Wrapped -Item $Name }
            process {
                foreach ($each in $Items) { Write-Host $each.Name }
                [Cart]::Sum($twice, $script:Limit)
            }
        }

        filter Select-Open { $_ | Where-Object IsOpen }

        # Holds items.
        class Cart : Base {
            [string] $Name
            hidden [int] $count = 0
            Cart([string] $name) { $this.Name = $name }
            [void] Add([Line] $item) {
                $this.Items.Add($item)
                Update-Total $this
            }
            static [int] Sum() { return 0 }
        }
        enum Colour { Red; Green = 2 }
        `,
        {
            definitions: [
                'function Add-CartItem 12-23 doc 8-11',
                'function Select-Open 25-25',
                'class Cart 28-37 doc 27-27',
                'field Cart.Name 29-29',
                'field Cart.count 30-30',
                'method Cart.Cart 31-31',
                'method Cart.Add 32-35',
                'method Cart.Sum 36-36',
                'enum Colour 38-38',
                'field Colour.Red 38-38',
                'field Colour.Green 38-38',
            ],
            imports: ['.\\Money.psm1 1', 'Shop.Till 3', '$PSScriptRoot\\Lines.ps1 4'],
            references: 'Get-Wrapped 18; Cart 21; Sum 21; Base 28; Line 32; Items 33; Add 33; Update-Total 34',
        },
    );
});
